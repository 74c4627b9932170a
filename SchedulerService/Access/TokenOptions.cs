namespace Nudge.SchedulerService.Access;

/// <summary>An OpenID provider whose access tokens (JWT) are accepted.</summary>
internal sealed class TokenOptions
{
    /// <summary>Gets or sets the provider's address, such as <c>https://login.microsoftonline.com/(tenant)/v2.0</c>. Required.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Gets or sets the audience that a token must name. Required.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Gets or sets the claim that names the owner of the caller's reminders. Default: sub.</summary>
    public string OwnerClaim { get; set; } = "sub";

    /// <summary>Gets or sets the claim with the scopes, separated by spaces or repeated. Default: scope.</summary>
    public string ScopeClaim { get; set; } = "scope";

    /// <summary>Gets or sets the callbacks that reminders of these callers may name (Callbacks:Targets). Default: all.</summary>
    public string[] Targets { get; set; } = [];

    /// <summary>Gets or sets whether the provider must be reached by https. Default: true. False is for a provider on this machine.</summary>
    public bool RequireHttps { get; set; } = true;
}
