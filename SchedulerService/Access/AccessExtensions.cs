using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Access;

internal static class AccessExtensions
{
    /// <summary>The scheme that chooses the scheme of a call by its credential.</summary>
    private const string ByCredential = "Credential";

    /// <summary>Adds the authentication of callers, and a policy for every endpoint that states none.</summary>
    public static IHostApplicationBuilder AddAccess(this IHostApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(AccessOptions.Section);
        builder.Services.AddOptions<AccessOptions>().Bind(section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        builder.Services.AddSingleton<ApiKeys>();
        builder.Services.AddSingleton<PendingCounts>().AddHostedService(services => services.GetRequiredService<PendingCounts>());
        builder.Services.AddSingleton<OwnerLimits>();

        var options = section.Get<AccessOptions>() ?? new AccessOptions();
        // Each scheme in front of another costs every call some microseconds.
        var authentication = builder.Services.AddAuthentication(options.Tokens is not null ? ByCredential : options.IsConfigured ? ApiKeyHandler.Scheme : LoopbackHandler.Scheme);
        authentication.AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, configureOptions: null);
        if (!options.IsConfigured && builder.Environment.IsDevelopment())
            authentication.AddScheme<AuthenticationSchemeOptions, LoopbackHandler>(LoopbackHandler.Scheme, configureOptions: null);
        if (options.Tokens is { } tokens)
        {
            authentication.AddJwtBearer(bearer => Configure(bearer, tokens));
            authentication.AddPolicyScheme(ByCredential, displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(ApiKey.Header) ? ApiKeyHandler.Scheme : JwtBearerDefaults.AuthenticationScheme);
        }

        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new ScopeRequirement()).Build());
        return builder;
    }

    /// <summary>Authenticates and authorizes each call, before its body is read.</summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }

    private static void Configure(JwtBearerOptions bearer, TokenOptions tokens)
    {
        bearer.Authority = tokens.Authority;
        bearer.Audience = tokens.Audience;
        bearer.RequireHttpsMetadata = tokens.RequireHttps;
        bearer.MapInboundClaims = false;
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                var token = context.Principal!;
                if (token.FindFirst(tokens.OwnerClaim)?.Value is not { Length: > 0 } owner)
                {
                    context.Fail($"the token has no claim {tokens.OwnerClaim}");
                    return Task.CompletedTask;
                }

                var scopes = token.FindAll(tokens.ScopeClaim).SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                context.Principal = Caller.PrincipalOf(owner, scopes.Where(Scopes.All.Contains), tokens.Targets, context.Scheme.Name);
                return Task.CompletedTask;
            },
        };
    }
}
