namespace Connecto.LocalRuntime;

/// <summary>One piece of grain work that runs under the turn rules: a call or a timer's tick.</summary>
internal abstract class Turn
{
    /// <summary>Links of the activation's list of turns under way; touched under its lock only.</summary>
    internal Turn? Before { get; set; }

    /// <inheritdoc cref="Before" />
    internal Turn? After { get; set; }

    /// <summary>Whether it may run between the awaits of any other turn.</summary>
    internal abstract bool Interleaves { get; }

    /// <summary>Whether the idle collector counts it as use.</summary>
    internal abstract bool KeepsAlive { get; }

    /// <summary>Whether nobody waits for it any more, so that it need not start.</summary>
    internal abstract bool IsOver(long now);

    /// <summary>Runs to the first await; null when that was all, else the task whose end is to be settled.</summary>
    internal abstract Task? Start(object target);

    /// <summary>Tells whoever waits how the task ended.</summary>
    internal abstract void Settle(Task task);

    /// <summary>Tells whoever waits that the turn did not run, or that its end will not be known.</summary>
    internal abstract void Fail(Exception error);
}
