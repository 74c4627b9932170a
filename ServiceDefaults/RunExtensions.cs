using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Nudge.ServiceDefaults;

public static class RunExtensions
{
    /// <summary>
    /// Runs the service until it is stopped. A start that fails for a known reason writes one line to standard error.
    /// </summary>
    /// <param name="app">The service.</param>
    /// <param name="prepare">Work that must succeed before the service accepts calls, such as opening the store.</param>
    /// <returns>The exit code of the process: 0, or <see cref="CannotStartException.ExitCode"/>.</returns>
    public static async Task<int> RunOrExplainAsync(this WebApplication app, Func<Task>? prepare = null)
    {
        // Read before the start: a host that failed to start has disposed of its services.
        var service = app.Environment.ApplicationName;
        try
        {
            if (prepare is not null)
                await prepare();

            app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<StartupErrors>().Started);
            await app.RunAsync();
            return 0;
        }
        catch (Exception failure) when (KnownReason(failure) is { } reason)
        {
            await Console.Error.WriteLineAsync($"{service} cannot start: {reason.ReplaceLineEndings(" ")}");
            await app.DisposeAsync();
            return CannotStartException.ExitCode;
        }
    }

    private static string? KnownReason(Exception failure) => failure switch
    {
        CannotStartException or OptionsValidationException => failure.Message,
        // The binder reports an invalid number or time by a general exception type, so its source identifies it.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => failure.Message,
        // An https endpoint without a certificate.
        InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } => failure.Message,
        AggregateException several when several.InnerExceptions.All(one => KnownReason(one) is not null) =>
            string.Join(" ", several.InnerExceptions.Select(KnownReason)),
        IOException { InnerException: AddressInUseException } =>
            $"{failure.Message.TrimEnd('.')}. Stop the program that uses it, or set Kestrel:Endpoints to another address.",
        _ => null,
    };
}
