using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Dispatch;

namespace Nudge.SchedulerService.Pacing;

/// <summary>Looks at the lanes of every callback, which the generated validator does not see into.</summary>
internal sealed class LaneOptionsValidator : IValidateOptions<CallbackOptions>
{
    public ValidateOptionsResult Validate(string? name, CallbackOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var (target, lanes) in options.Lanes)
        {
            if (!options.Targets.ContainsKey(target))
                result.AddError("there is no target of this name", $"{CallbackOptions.Section}:{nameof(options.Lanes)}:{target}");

            var wrong = new List<ValidationResult>();
            Validator.TryValidateObject(lanes, new ValidationContext(lanes), wrong, validateAllProperties: true);
            foreach (var one in wrong)
                result.AddError(one.ErrorMessage!, $"{CallbackOptions.Section}:{nameof(options.Lanes)}:{target}");
        }

        return result.Build();
    }
}
