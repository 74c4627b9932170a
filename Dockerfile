# Build one of the two: docker build --target scheduler . and docker build --target bot .
# Run with a read-only root: docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges …
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG PUBLISH="-c Release -p:GenerateDocumentationFile=false -p:DebugType=none"
WORKDIR /source
COPY . .
RUN dotnet publish SchedulerService $PUBLISH -o /scheduler && dotnet publish BotService $PUBLISH -o /bot

# The chiseled image has no shell and no package manager.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS service
WORKDIR /app
# Diagnostics write a socket into /tmp.
ENV DOTNET_EnableDiagnostics=0
USER $APP_UID

FROM service AS scheduler
COPY --from=build /scheduler .
ENV Kestrel__Endpoints__http__Url=http://*:5080 Kestrel__Endpoints__grpc__Url=http://*:5081
EXPOSE 5080 5081
ENTRYPOINT ["dotnet", "SchedulerService.dll"]

FROM service AS bot
COPY --from=build /bot .
ENV Kestrel__Endpoints__http__Url=http://*:3978 Kestrel__Endpoints__callback__Url=http://*:3979
EXPOSE 3978 3979
ENTRYPOINT ["dotnet", "BotService.dll"]
