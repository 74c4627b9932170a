namespace Nudge.BotService.Words;

/// <summary>A kind of token. A word is a run of letters, also with an apostrophe inside.</summary>
internal enum TokenKind
{
    Word,
    Number,
    Symbol,
}
