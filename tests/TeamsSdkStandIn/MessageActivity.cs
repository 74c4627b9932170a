using Microsoft.Teams.Apps.Schema;

namespace Microsoft.Teams.Apps;

public class MessageActivity : TeamsActivity
{
    internal MessageActivity(TeamsActivity activity)
        : base(activity)
    {
    }

    public string? Text => Json["text"]?.GetValue<string>();
}
