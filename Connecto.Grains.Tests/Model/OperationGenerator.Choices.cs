using Connecto.Planets;

namespace Connecto.Tests.Model;

/// <content>Who, and which message.</content>
internal sealed partial class OperationGenerator
{
    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private MemberStatus Status() =>
        Pick(MemberStatus.Active, MemberStatus.Active, MemberStatus.Removed, MemberStatus.Banned);

    private char User() => Pick(Stage.Users.ToCharArray());

    private string Users() => string.Concat(Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => User()));

    /// <summary>A member mostly, sometimes anybody.</summary>
    private char Member(PlanetModel model) => Of(model.Active, percent: 85);

    /// <summary>Who has the rights mostly, sometimes anybody.</summary>
    private char Moderator(PlanetModel model) => Of(model.Active.Where(member => member.IsModerator), percent: 80);

    private char Of(IEnumerable<ModelMember> members, int percent)
    {
        var users = members.Select(member => member.User).ToList();
        return users.Count > 0 && Chance(percent) ? Pick(users) : User();
    }

    /// <summary>A message and, mostly, its author.</summary>
    private char Author(PlanetModel model, out long seq)
    {
        seq = Seq(model);
        return AuthorOf(model, seq);
    }

    private char AuthorOf(PlanetModel model, long seq) =>
        seq >= 1 && seq <= model.HeadSeq && Chance(85) ? model.Messages[(int)seq - 1].Sender : User();

    private char Any(PlanetModel model, out long seq)
    {
        seq = Seq(model);
        return Member(model);
    }

    /// <summary>One of the newest messages mostly, sometimes an older one or none at all.</summary>
    private long Seq(PlanetModel model) =>
        _random.Next(100) switch
        {
            < 70 => Math.Max(1, model.HeadSeq - _random.Next(10)),
            < 94 => 1 + _random.NextInt64(Math.Max(1, model.HeadSeq)),
            _ => Pick(0, -1, model.HeadSeq + 1, model.HeadSeq + 3),
        };
}
