using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>Validates the lanes and the key of each callback. The generated validator does not look into a dictionary.</summary>
internal sealed class CallbackTargetsValidator : IValidateOptions<CallbackOptions>
{
    public ValidateOptionsResult Validate(string? name, CallbackOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var (target, lanes) in options.Lanes)
        {
            if (!options.Targets.ContainsKey(target))
                result.AddError(
                    "no callback has this name; add it to Callbacks:Targets or remove its lanes", $"{CallbackOptions.Section}:{nameof(options.Lanes)}:{target}");

            var wrong = new List<ValidationResult>();
            Validator.TryValidateObject(lanes, new ValidationContext(lanes), wrong, validateAllProperties: true);
            foreach (var one in wrong)
                result.AddError(one.ErrorMessage!, $"{CallbackOptions.Section}:{nameof(options.Lanes)}:{target}");
        }

        foreach (var (target, key) in options.Keys)
        {
            var place = $"{CallbackOptions.Section}:{nameof(options.Keys)}:{target}";
            if (!options.Targets.ContainsKey(target))
                result.AddError("no callback has this name; add it to Callbacks:Targets or remove its key", place);
            if (key.Length == 0 || !key.All(char.IsAscii) || key.Any(char.IsControl))
                result.AddError("must be a key of ASCII characters", place);
        }

        return result.Build();
    }
}
