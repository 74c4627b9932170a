namespace Nudge.BotService.Words;

/// <summary>What a person does with a reminder of the list.</summary>
internal enum ListedVerb
{
    Cancel,
    Pause,
    Resume,
}
