using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Access;

/// <summary>Validates who may call the scheduler. No message contains a key or its hash.</summary>
internal sealed class AccessOptionsValidator(IHostEnvironment environment) : IValidateOptions<AccessOptions>
{
    private const int HashLength = 64;
    private const int MaxSlots = 2;

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!options.IsConfigured && !environment.IsDevelopment())
        {
            result.AddError($"is missing, so every caller could read every reminder. Set {AccessOptions.Section}:Clients or {AccessOptions.Section}:Tokens. "
                + $"Without them, only the Development environment starts; this is {environment.EnvironmentName}", AccessOptions.Section);
        }

        Check(options.Limits, $"{AccessOptions.Section}:{nameof(options.Limits)}", result);
        foreach (var (client, keys) in options.Clients)
            Check(client, keys, $"{AccessOptions.Section}:{nameof(options.Clients)}:{client}", result);
        if (options.Tokens is { } tokens)
        {
            var place = $"{AccessOptions.Section}:{nameof(options.Tokens)}";
            if (!Uri.TryCreate(tokens.Authority, UriKind.Absolute, out var authority) || (tokens.RequireHttps && authority.Scheme != Uri.UriSchemeHttps))
                result.AddError("must be the https address of an OpenID provider", $"{place}:{nameof(tokens.Authority)}");
            if (tokens.Audience.Length == 0)
                result.AddError("is required: the audience of the tokens", $"{place}:{nameof(tokens.Audience)}");
        }

        return result.Build();
    }

    private static void Check(string client, ClientOptions options, string place, ValidateOptionsResultBuilder result)
    {
        if (!ApiKey.IsClientName(client))
            result.AddError("has a name that is no client's: use 1 to 100 lower-case letters, digits and hyphens", place);
        if (options.Keys.Length is 0 or > MaxSlots)
            result.AddError("must have one hash, or two while the key is replaced", $"{place}:{nameof(options.Keys)}");
        if (!Array.TrueForAll(options.Keys, key => key.Length == HashLength && key.All(char.IsAsciiHexDigit)))
            result.AddError("must be SHA-256 hashes of keys, of 64 hexadecimal digits: see docs/security.md", $"{place}:{nameof(options.Keys)}");
        if (options.Scopes.Length == 0 || !Array.TrueForAll(options.Scopes, Scopes.All.Contains))
            result.AddError($"must be some of {string.Join(", ", Scopes.All)}", $"{place}:{nameof(options.Scopes)}");
        if (options.Limits is { } limits)
            Check(limits, $"{place}:{nameof(options.Limits)}", result);
    }

    private static void Check(LimitOptions limits, string place, ValidateOptionsResultBuilder result)
    {
        const string AtLeastOne = "must be at least 1";
        if (limits.PendingReminders < 1)
            result.AddError(AtLeastOne, $"{place}:{nameof(limits.PendingReminders)}");
        if (limits.CreationsPerSecond < 1)
            result.AddError(AtLeastOne, $"{place}:{nameof(limits.CreationsPerSecond)}");
        if (limits.Streams < 1)
            result.AddError(AtLeastOne, $"{place}:{nameof(limits.Streams)}");
        CheckTime(limits.IdleStream, $"{place}:{nameof(limits.IdleStream)}", result);
        CheckTime(limits.UnreadAnswer, $"{place}:{nameof(limits.UnreadAnswer)}", result);
    }

    private static void CheckTime(TimeSpan time, string place, ValidateOptionsResultBuilder result)
    {
        if (time < TimeSpan.FromSeconds(1) || time > TimeSpan.FromDays(1))
            result.AddError("must be a second to a day", place);
    }
}
