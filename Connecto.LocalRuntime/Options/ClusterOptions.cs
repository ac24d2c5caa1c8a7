namespace Orleans.Configuration;

/// <summary>Names of the application and of its deployment.</summary>
public class ClusterOptions
{
    /// <summary>The deployment.</summary>
    public string ClusterId { get; set; } = "default";

    /// <summary>The application.</summary>
    public string ServiceId { get; set; } = "default";
}
