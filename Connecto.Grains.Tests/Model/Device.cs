using Connecto.Delivery;

namespace Connecto.Tests.Model;

/// <summary>One client of a user: its view, and an older one that it has kept.</summary>
internal sealed class Device(char user)
{
    private ClientView? _kept;
    private bool _isLive;

    public char User => user;

    public ClientView? View { get; private set; }

    /// <summary>Whether its subscription goes on: its user is still a member as far as it was told.</summary>
    public bool IsLive => _isLive && View is { HasLeft: false };

    /// <summary>Takes a new view, and is live.</summary>
    public void Begin(ClientView view) => (View, _isLive) = (view, true);

    /// <summary>Goes on with the view that it has.</summary>
    public void GoOn() => _isLive = true;

    /// <summary>It was told that it may not watch.</summary>
    public void Drop() => (View, _isLive) = (null, false);

    public void TakeUpKept() => View = _kept?.Copy();

    public void Disconnect()
    {
        _isLive = false;
        _kept = View?.Copy();
    }

    public void Take(PlanetFrame frame)
    {
        if (IsLive)
        {
            View!.Take(frame);
        }
    }
}
