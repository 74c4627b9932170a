using Microsoft.Teams.Core.Schema;

namespace Microsoft.Teams.Apps.Schema;

public class TeamsChannelAccount : ChannelAccount;
