namespace Orleans.TestingHost;

/// <summary>What is one silo's own.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    /// <summary>The silo's name.</summary>
    public string SiloName { get; set; } = "";
}
