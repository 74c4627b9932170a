namespace Nudge.SchedulerService.Access;

/// <summary>A client with an API key.</summary>
internal sealed class ClientOptions
{
    /// <summary>
    /// Gets or sets the SHA-256 hashes of the client's keys, in hexadecimal: one, or two while the key is replaced. A key is random, so the hash needs no salt.
    /// </summary>
    public string[] Keys { get; set; } = [];

    /// <summary>Gets or sets what the client may do: read, write, admin. At least one is required. An admin sees the reminders of every owner.</summary>
    public string[] Scopes { get; set; } = [];

    /// <summary>Gets or sets the callbacks that the client's reminders may name (Callbacks:Targets). Default: all.</summary>
    public string[] Targets { get; set; } = [];

    /// <summary>Gets or sets the client's own limits, in place of Access:Limits. Default: null, those of Access:Limits.</summary>
    public LimitOptions? Limits { get; set; }
}
