using CliWrap;

namespace Nudge.AppHost.Plain;

/// <summary>One service of the deployment: its process, its endpoints, and whom it knows.</summary>
/// <param name="name">What the others call it.</param>
/// <param name="project">The project that it is built from.</param>
/// <param name="log">Where it is said that an endpoint had to move.</param>
internal sealed class Resource(string name, string project, Log log)
{
    // Meant for this process by the launch profile; a service would take its address from them.
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "DOTNET_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE"];

    private readonly Dictionary<string, Endpoint> _endpoints = [];
    private readonly Dictionary<string, string?> _environment = [];
    private string[] _arguments = [];

    public string Name => name;

    public Endpoint this[string endpoint] => _endpoints[endpoint];

    /// <summary>The endpoint that answers once the service is ready: the first one.</summary>
    public Endpoint Readiness => _endpoints.Values.First();

    public Resource WithEndpoint(string endpointName, int preferredPort)
    {
        var endpoint = Endpoint.Choose(endpointName, preferredPort);
        if (endpoint.Port != preferredPort)
            log.Write($"port {preferredPort} is taken: {name}'s {endpointName} endpoint listens on {endpoint.Port}");
        if (!endpoint.IsTcp)
            _environment[$"Kestrel__Endpoints__{endpointName}__Url"] = endpoint.Url;

        _endpoints.Add(endpointName, endpoint);
        return this;
    }

    public Resource WithArguments(params string[] arguments)
    {
        _arguments = arguments;
        return this;
    }

    public Resource WithConnectionString(string connection, string value)
    {
        _environment[$"ConnectionStrings__{connection}"] = value;
        return this;
    }

    /// <summary>Lets this service find <paramref name="other"/> by name, as service discovery reads it.</summary>
    public Resource WithReference(Resource other)
    {
        foreach (var endpoint in other._endpoints.Values)
            _environment[$"services__{other.Name}__{endpoint.Name}__0"] = endpoint.Url;

        return this;
    }

    /// <summary>The process to start.</summary>
    /// <exception cref="CannotStartException">The project is not built.</exception>
    public Command ToCommand()
    {
        var assembly = DotNet.AssemblyOf(project);
        return Cli.Wrap(DotNet.Host)
            .WithArguments([assembly, .. _arguments])
            // The services read their appsettings.json from the current directory.
            .WithWorkingDirectory(Path.GetDirectoryName(assembly)!)
            .WithEnvironmentVariables(environment =>
            {
                foreach (var variable in NotInherited)
                    environment.Set(variable, null);

                environment
                    .Set("ASPNETCORE_ENVIRONMENT", Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? "Development")
                    .Set("EndWithStandardInput", "true")
                    .Set("Logging__Console__FormatterName", "simple")
                    .Set("Logging__Console__FormatterOptions__SingleLine", "true")
                    .Set("Logging__Console__FormatterOptions__TimestampFormat", "HH:mm:ss.fff ")
                    .Set("OTEL_SERVICE_NAME", name)
                    .Set(_environment);
            })
            .WithValidation(CommandResultValidation.None);
    }
}
