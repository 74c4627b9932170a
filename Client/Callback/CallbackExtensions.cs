using Microsoft.Extensions.DependencyInjection;
using Nudge.Client;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the callback through which the scheduler delivers reminders.</summary>
public static class CallbackExtensions
{
    /// <summary>
    /// Maps the callback. With a Kestrel endpoint named "callback", only that endpoint serves gRPC, and it serves nothing else. The endpoint needs HTTP/2:
    /// set its Protocols to Http2.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <exception cref="InvalidOperationException">
    /// A handler cannot be bound, AddReminderHandlers was not called, or a key's hash is wrong. The message names the parameter, the missing call or the setting.
    /// </exception>
    public static void MapReminderCallback(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(Deliverer)))
            throw new InvalidOperationException("MapReminderCallback has no reminder handlers to call: add builder.AddReminderHandlers(handlers => handlers.Add(…)) before builder.Build()");

        app.Services.GetRequiredService<HandlerTable>();
        if (CallbackEndpoint.IsConfigured(app.Configuration))
            app.Use(CallbackEndpoint.RefuseStrangers);
        else
            app.Logger.NoCallbackEndpoint();

        app.Use(new CallbackKeys(app.Configuration).RefuseStrangers);
        // Another scheme of the application, such as the Teams SDK's, may be the default. The scheduler does not use it.
        app.MapGrpcService<ReminderCallback>().AllowAnonymous().WithMetadata(new CallbackKeys.Mark());
        app.MapGrpcHealthChecksService().AllowAnonymous().WithMetadata(new CallbackKeys.Mark());
    }
}
