namespace Connecto.Web.Caching;

/// <summary>
/// A value that was read or is being read. It knows at which number its reading began, so a reading from before a change
/// cannot pass for one from after it, however long it takes.
/// </summary>
internal sealed class Entry<T>(TagNumbers tags, TimeProvider time)
{
    private readonly long _begun = tags.Now;
    private readonly long _begunAt = time.GetTimestamp();
    private readonly TaskCompletionSource<T> _value = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyCollection<string>? _tags;
    private long _stoodAt = -1;

    public Task<T> Value => _value.Task;

    /// <summary>Whether it has been there for as long as its kind may.</summary>
    public bool IsOld(TimeSpan goodFor) => time.GetElapsedTime(_begunAt) >= goodFor;

    /// <summary>Whether nothing that it is made of has changed. Of one that is being read that is not known: then nothing at all may have.</summary>
    public bool Stands()
    {
        var now = tags.Now;
        if (Volatile.Read(ref _stoodAt) == now)
        {
            return true;
        }
        if (Volatile.Read(ref _tags) is not { } known)
        {
            return _begun == now;
        }
        if (!tags.Stands(_begun, known))
        {
            return false;
        }
        Volatile.Write(ref _stoodAt, now);
        return true;
    }

    /// <summary>Has it read; answers whether there is a value to keep. Who waits for the value gets it, or the failure.</summary>
    public async Task<bool> ReadAsync(Func<Task<Cached<T>>> read)
    {
        try
        {
            var (value, made) = await read();
            Volatile.Write(ref _tags, made);
            _value.SetResult(value);
            return value is not null;
        }
        catch (Exception failure)
        {
            _value.SetException(failure);
            return false;
        }
    }
}
