using System.Net;
using System.Security.Claims;
using Grpc.Core;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Access;

/// <summary>The authenticated caller of a method.</summary>
/// <param name="user">The caller's claims.</param>
/// <param name="address">The caller's address; null when it is unknown.</param>
internal readonly struct Caller(ClaimsPrincipal user, IPAddress? address)
{
    public const string ScopeClaim = "nudge:scope";
    private const string TargetClaim = "nudge:target";

    private const string OwnerClaim = "nudge:owner";

    /// <summary>Gets the owner of the reminders that the caller registers.</summary>
    public string Owner => user.FindFirst(OwnerClaim)?.Value ?? throw new InvalidOperationException("a method was called without authentication");

    /// <summary>Gets the owner whose reminders the caller sees; null for every owner.</summary>
    public string? Sees => user.HasClaim(ScopeClaim, Scopes.Admin) ? null : Owner;

    /// <summary>Returns the caller of a method.</summary>
    public static Caller Of(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        return new(http.User, http.Connection.RemoteIpAddress);
    }

    /// <summary>Returns a change by this caller, of the reminders that it sees.</summary>
    public Edit Edits(AuditAction action) => new(Sees, action, Owner, address?.ToString() ?? "");

    /// <summary>Returns whether the caller's reminders may name a callback.</summary>
    public bool MayCall(string target) => user.FindFirst(TargetClaim) is null || user.HasClaim(TargetClaim, target);

    public static ClaimsPrincipal PrincipalOf(string owner, IEnumerable<string> scopes, IEnumerable<string> targets, string scheme) =>
        new(new ClaimsIdentity(ClaimsOf(owner, scopes, targets), scheme));

    private static IEnumerable<Claim> ClaimsOf(string owner, IEnumerable<string> scopes, IEnumerable<string> targets) =>
        [new(OwnerClaim, owner), .. scopes.Select(scope => new Claim(ScopeClaim, scope)), .. targets.Select(target => new Claim(TargetClaim, target))];
}
