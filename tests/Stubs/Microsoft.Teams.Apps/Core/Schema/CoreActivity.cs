namespace Microsoft.Teams.Core.Schema;

public class CoreActivity
{
    public virtual string ToJson() => throw null!;
}
