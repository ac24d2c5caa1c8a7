using System.Collections.Immutable;
using Orleans;

namespace Connecto.Errors;

/// <summary>A refusal with a code of the catalogue. It crosses grain calls and is shown to the caller as it is.</summary>
[GenerateSerializer]
public sealed class ChatException : Exception
{
    public ChatException(ErrorCode code, string? message = null, TimeSpan? retryAfter = null)
        : base(message ?? code.Title())
    {
        Code = code;
        RetryAfter = retryAfter;
    }

    [Id(0)]
    public ErrorCode Code { get; }

    /// <summary>How long to wait before trying again, where that is known.</summary>
    [Id(1)]
    public TimeSpan? RetryAfter { get; }

    /// <summary>What is wrong, field by field, for <see cref="ErrorCode.Invalid"/>.</summary>
    [Id(2)]
    public ImmutableDictionary<string, ImmutableArray<string>>? Fields { get; private init; }

    public static ChatException Invalid(string field, string text) =>
        new(ErrorCode.Invalid, $"{field}: {text}")
        {
            Fields = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add(field, [text]),
        };
}
