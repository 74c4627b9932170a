namespace Microsoft.Teams.Core.Schema;

public class ExtendedPropertiesDictionary : Dictionary<string, object?>;
