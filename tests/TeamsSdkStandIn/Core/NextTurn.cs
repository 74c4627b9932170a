namespace Microsoft.Teams.Core;

public delegate Task NextTurn(CancellationToken cancellationToken);
