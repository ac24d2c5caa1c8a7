using System.Collections.Immutable;
using Connecto.Ids;
using Orleans;
using Orleans.Runtime;

namespace Connecto.Planets;

/// <content>Who is typing: told a moment later, kept nowhere.</content>
internal sealed partial class PlanetGrain
{
    /// <summary>Typists of one telling; who else types in that time is not told.</summary>
    internal const int MaxTypists = 20;

    private static readonly TimeSpan _typingEvery = TimeSpan.FromMilliseconds(500);

    private HashSet<Snowflake> _typists = null!;
    private IGrainTimer? _typingTimer;

    public async Task Typing(Snowflake userId)
    {
        using var visit = Enter();
        var member = await ReadyAsync(userId);
        MessageChanges.RequireVoice(new PlanetDraft(State, time.GetUtcNow(), ids.Next), member);
        if (_nodes.Count == 0 || _typists.Count == MaxTypists)
        {
            return;
        }
        _typists.Add(userId);
        if (_typists.Count == 1)
        {
            _typingTimer ??= this.RegisterGrainTimer(TellTypingAsync, NotYet, Timeout.InfiniteTimeSpan);
            _typingTimer.Change(_typingEvery, Timeout.InfiniteTimeSpan);
        }
    }

    private Task TellTypingAsync(CancellationToken cancellationToken)
    {
        using var visit = Enter(isUse: false);
        var typing = _typists.Where(userId => State.Member(userId)?.Status == MemberStatus.Active).ToImmutableArray();
        _typists.Clear();
        if (!typing.IsEmpty)
        {
            foreach (var link in _nodes)
            {
                link.SendTyping(Id, typing);
            }
        }
        return Task.CompletedTask;
    }
}
