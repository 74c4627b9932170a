using Nudge.BotService.Memory;
using Nudge.BotService.Settings;
using Nudge.BotService.Words;
using Nudge.Teams;

namespace Nudge.BotService.Commands;

/// <summary>Registers the reminder that a person asks for, or asks what the person means.</summary>
internal sealed class Reminding(Registrar registrar, SettingsStore settings, Questions questions, Audiences audiences, Timings timings, Confirmations confirmations)
{
    /// <summary>The most characters of a text. A card has it twice, and the Teams SDK sends six bytes for a character that is not Latin.</summary>
    public const int MaxText = 3_000;

    /// <returns>The answer to show.</returns>
    public async Task<Answer> RemindAsync(Request request, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var says = request.Language.Says;
        if (WhyNoText(request.Text, says) is { } reason)
            return new Answer(reason);
        var (audience, refusal) = await audiences.FindAsync(request, activity, userId, cancellationToken);
        if (audience is null)
            return new Answer(refusal);

        var person = await settings.FindAsync(activity, userId);
        switch (timings.Of(request.Parts, person.ZoneOrUtc, person.Times, activity, request.Language))
        {
            case Timing.Found found:
                var note = person.Zone is null && found.Schedule.Delay is null ? says.AssumedZone : null;
                return await RegisterAsync(request.Text, request.Language, found, audience, person, note, activity, userId, cancellationToken);
            case Timing.Asks asks:
                await questions.KeepAsync(activity, userId, new Question(request.Text, request.Language.Code, asks.Choices, audience));
                return new Answer(asks.Text);
            case Timing.Past past:
                return new Answer(past.Text);
            default:
                return new Answer(Wording.Fill(says.NoTime, Wording.Shorten(request.Text)));
        }
    }

    /// <summary>Registers the reminder of a choice that was shown.</summary>
    /// <returns>The answer to show.</returns>
    public async Task<Answer> ChooseAsync(Question question, Timing.Found chosen, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var person = await settings.FindAsync(activity, userId);
        return await RegisterAsync(question.Text, Language.Of(question.Language), chosen, question.Audience, person, note: null, activity, userId, cancellationToken);
    }

    /// <returns>Why the text cannot be that of a reminder; null when it can.</returns>
    public static string? WhyNoText(string text, Sayings says) => text.Length switch
    {
        0 => says.NoText,
        > MaxText => Wording.Fill(says.TooLong, MaxText),
        _ => null,
    };

    private async Task<Answer> RegisterAsync(
        string text, Language language, Timing.Found timing, Audience audience, PersonSettings person, string? note, IncomingActivity activity, string userId, CancellationToken cancellationToken)
    {
        var registration = new Registration(Recipients.Of(activity, audience.UserId), text, timing, audience.Details, activity.RequestId, activity.Conversation.ConversationId);
        if (await registrar.AddAsync(registration, userId, cancellationToken) is not { } reminder)
            return new Answer(Wording.Fill(language.Says.MutedYou, audience.Details.UserName));

        return await confirmations.OfAsync(reminder, Confirmations.ZoneOf(timing.Schedule, person), language, note, cancellationToken);
    }
}
