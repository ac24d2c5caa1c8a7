namespace Orleans.Runtime;

/// <summary>A grain's timer. Disposing of it stops it and cancels the token of a tick that runs.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets both times anew; from within a tick it takes effect when the tick ends.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
