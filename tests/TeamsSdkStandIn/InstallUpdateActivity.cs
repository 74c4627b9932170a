using Microsoft.Teams.Apps.Schema;

namespace Microsoft.Teams.Apps;

public class InstallUpdateActivity : TeamsActivity
{
    internal InstallUpdateActivity(TeamsActivity activity)
        : base(activity)
    {
    }

    internal bool IsAdd => Json["action"]?.GetValue<string>() == "add";
}
