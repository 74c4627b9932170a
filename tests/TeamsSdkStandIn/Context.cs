using Microsoft.Teams.Apps.Schema;
using Microsoft.Teams.Core;

namespace Microsoft.Teams.Apps;

public class Context<TActivity>
    where TActivity : TeamsActivity
{
    internal Context(TeamsBotApplication teams, TActivity activity) => (TeamsBotApplication, Activity) = (teams, activity);

    public TeamsBotApplication TeamsBotApplication { get; }

    public TActivity Activity { get; }

    public Task<SendActivityResponse?> SendAsync(string text, CancellationToken cancellationToken = default) =>
        TeamsBotApplication.SendAsync(Activity.ConversationId, text, Activity.ServiceUrl, cancellationToken: cancellationToken);
}
