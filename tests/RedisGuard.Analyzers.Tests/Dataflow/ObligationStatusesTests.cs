using RedisGuard.Analyzers.Dataflow;
using static RedisGuard.Analyzers.Dataflow.ObligationStatus;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>Questions to a set of statuses. As numbers, since the statuses themselves are internal.</summary>
public class ObligationStatusesTests
{
    public static TheoryData<int, int, bool> Sure => new()
    {
        { (int)Released, (int)Released, true },
        { (int)(Released | Absent), (int)Released, true },
        { (int)(Released | OpenByException), (int)Released, true },
        { (int)(Released | Open), (int)Released, false },
        { (int)(Released | Escaped), (int)Released, false },
        { (int)Absent, (int)Released, false },
        { (int)Open, (int)Open, true },
        { (int)Empty, (int)Open, true },
        { (int)Reopened, (int)Open, true },
        { (int)(Reopened | Open), (int)Open, true },
        { (int)(Empty | Released), (int)Open, false },
        { (int)OpenByException, (int)None, true },
        { (int)Absent, (int)None, true },
    };

    public static TheoryData<int, bool, bool, bool> Each => new()
    {
        // status, may be open, may be filled, is behind a release
        { (int)None, false, false, false },
        { (int)Absent, false, false, false },
        { (int)Open, true, true, false },
        { (int)OpenByException, false, false, false },
        { (int)Released, false, false, true },
        { (int)Reopened, true, true, false },
        { (int)Empty, true, false, false },
        { (int)Escaped, false, false, false },
        { (int)InDoubt, false, false, false },
        { (int)(Released | Reopened), true, true, true },
        { (int)(Released | Absent), false, false, true },
        { (int)(Released | OpenByException), false, false, true },
        { (int)(Released | Open), true, true, false },
        { (int)(Released | Empty), true, false, false },
        { (int)(Released | Escaped), false, false, false },
        { (int)(Released | InDoubt), false, false, false },
    };

    [Theory]
    [MemberData(nameof(Sure))]
    public void IsSurely_WhereNothingElseIsInIt(int status, int wanted, bool isSurely)
        => Assert.Equal(isSurely, ((ObligationStatus)status).IsSurely((ObligationStatus)wanted));

    [Theory]
    [MemberData(nameof(Each))]
    public void EachStatus_AnswersAsItIs(int status, bool mayBeOpen, bool mayBeFilled, bool isBehindRelease)
    {
        Assert.Equal(mayBeOpen, ((ObligationStatus)status).MayBeOpen());
        Assert.Equal(mayBeFilled, ((ObligationStatus)status).MayBeFilled());
        Assert.Equal(isBehindRelease, ((ObligationStatus)status).IsBehindRelease());
    }
}
