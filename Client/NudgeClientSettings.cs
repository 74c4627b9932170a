namespace Nudge.Client;

/// <summary>
/// Settings of the client: the section <c>Aspire:Nudge:Client</c>, then <c>Aspire:Nudge:Client:{name}</c>, then the connection string, then the callback
/// of AddNudgeClient.
/// </summary>
public sealed class NudgeClientSettings
{
    /// <summary>
    /// Gets or sets the address of the scheduler's gRPC endpoint. Default: the connection string with the client's name; without one,
    /// <c>http://_grpc.{name}</c>, which service discovery resolves.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// Gets or sets the API key that the scheduler gave to this application. It is sent by https, and by http only to this machine. Default: none, for a
    /// scheduler in the Development environment on the same machine.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the name under which the scheduler's configuration lists this process' callback (Callbacks:Targets). Default: "bot".</summary>
    public string Target { get; set; } = "bot";

    /// <summary>Gets or sets the timeout of a call, its retries included. Default: 5 seconds.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets whether the health check of the scheduler is left out. Default: false.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Gets or sets whether the client's spans are left out. Default: false.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Gets or sets whether the client's metrics are left out. Default: false.</summary>
    public bool DisableMetrics { get; set; }

    internal Uri EndpointOf(string name) => Endpoint ?? new Uri($"http://_grpc.{name}");
}
