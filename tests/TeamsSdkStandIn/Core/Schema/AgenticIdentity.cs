namespace Microsoft.Teams.Core.Schema;

public sealed class AgenticIdentity;
