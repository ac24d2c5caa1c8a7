namespace Connecto.LocalRuntime;

/// <summary>The life of an activation, in this order.</summary>
internal enum ActivationState
{
    /// <summary>In the directory; calls wait.</summary>
    Created,

    /// <summary>Being constructed, or in <c>OnActivateAsync</c>; calls wait.</summary>
    Activating,

    /// <summary>Calls run.</summary>
    Valid,

    /// <summary>The calls that run come to their ends, then <c>OnDeactivateAsync</c>; new calls wait to be forwarded.</summary>
    Deactivating,

    /// <summary>Gone; takes no calls.</summary>
    Gone,
}
