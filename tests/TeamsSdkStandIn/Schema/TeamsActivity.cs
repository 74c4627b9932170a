using System.Text.Json;
using Microsoft.Teams.Core.Schema;

namespace Microsoft.Teams.Apps.Schema;

public class TeamsActivity : CoreActivity
{
    internal TeamsActivity(CoreActivity activity)
        : base(activity.Json)
    {
    }

    public TeamsChannelAccount? From => Json["from"].Deserialize<TeamsChannelAccount>();

    internal string ConversationId => Json["conversation"]!["id"]!.GetValue<string>();

    internal Uri ServiceUrl => new(Json["serviceUrl"]!.GetValue<string>());
}
