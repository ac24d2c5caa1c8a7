namespace Orleans.Configuration;

/// <summary>What is told about a silo.</summary>
public class SiloOptions
{
    /// <summary>Its name; a made-up one where none is given.</summary>
    public string? SiloName { get; set; }
}
