namespace Nudge.SchedulerService.Access;

/// <summary>Who may call the scheduler. Section <c>Access</c>.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>Gets or sets the clients with an API key, by name. A client's name is the owner of its reminders.</summary>
    public Dictionary<string, ClientOptions> Clients { get; set; } = [];

    /// <summary>Gets or sets the OpenID provider whose tokens are accepted; null for none.</summary>
    public TokenOptions? Tokens { get; set; }

    /// <summary>Gets or sets the limits of each owner that has none of its own.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>Gets whether an owner has a limit of live reminders.</summary>
    public bool LimitsPending => Limits.PendingReminders is not null || Clients.Values.Any(client => client.Limits?.PendingReminders is not null);

    /// <summary>Returns the limits of an owner.</summary>
    public LimitOptions LimitsOf(string owner) => Clients.TryGetValue(owner, out var client) && client.Limits is { } own ? own : Limits;

    /// <summary>Gets whether callers are authenticated.</summary>
    public bool IsConfigured => Clients.Count > 0 || Tokens is not null;
}
