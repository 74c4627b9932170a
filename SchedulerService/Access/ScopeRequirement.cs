using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Authorization;
using Nudge.V1;

namespace Nudge.SchedulerService.Access;

/// <summary>Requires the scope of the method that is called. An endpoint that is not in <see cref="Scopes.OfMethods"/> needs the scope admin.</summary>
internal sealed class ScopeRequirement : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    private static readonly string[] Reflection = ["grpc.reflection.v1alpha.ServerReflection", "grpc.reflection.v1.ServerReflection"];

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        var endpoint = (context.Resource as HttpContext)?.GetEndpoint();
        if (context.User.HasClaim(Caller.ScopeClaim, Scopes.Admin) || context.User.HasClaim(Caller.ScopeClaim, ScopeOf(endpoint)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private static string ScopeOf(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method switch
    {
        { } method when method.ServiceName == ReminderScheduler.Descriptor.FullName => Scopes.OfMethods.GetValueOrDefault(method.Name, Scopes.Admin),
        { } method when Reflection.Contains(method.ServiceName) => Scopes.Read,
        // The answer to a method that this version does not know.
        null when endpoint?.DisplayName?.StartsWith("gRPC - Unimplemented", StringComparison.Ordinal) == true => Scopes.Read,
        _ => Scopes.Admin,
    };
}
