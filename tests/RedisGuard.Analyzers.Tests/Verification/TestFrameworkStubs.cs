using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Verification;

/// <summary>The attributes and interfaces by which analyzers know test and benchmark code, in assemblies of the real names.</summary>
internal static class TestFrameworkStubs
{
    private static readonly ConcurrentDictionary<TestFramework, MetadataReference> References = new();

    public static MetadataReference For(TestFramework framework) =>
        References.GetOrAdd(framework, static f =>
        {
            (string assembly, string source) = Source(f);
            return StubAssembly.Compile(assembly, source, Library.None.References);
        });

    private static (string Assembly, string Source) Source(TestFramework framework) => framework switch
    {
        TestFramework.Xunit => ("xunit.core", """
            using System;
            using System.Threading.Tasks;
            namespace Xunit
            {
                public class FactAttribute : Attribute { }
                public class TheoryAttribute : FactAttribute { }
                public interface IAsyncLifetime { Task InitializeAsync(); Task DisposeAsync(); }
                public interface IClassFixture<T> where T : class { }
                public interface ICollectionFixture<T> where T : class { }
            }
            """),
        TestFramework.NUnit => ("nunit.framework", """
            using System;
            namespace NUnit.Framework
            {
                public class TestFixtureAttribute : Attribute { }
                public class TestAttribute : Attribute { }
                public class TestCaseAttribute : Attribute { public TestCaseAttribute(params object[] arguments) { } }
                public class SetUpAttribute : Attribute { }
                public class TearDownAttribute : Attribute { }
                public class OneTimeSetUpAttribute : Attribute { }
                public class OneTimeTearDownAttribute : Attribute { }
            }
            """),
        TestFramework.MSTest => ("Microsoft.VisualStudio.TestPlatform.TestFramework", """
            using System;
            namespace Microsoft.VisualStudio.TestTools.UnitTesting
            {
                public class TestClassAttribute : Attribute { }
                public class TestMethodAttribute : Attribute { }
                public class DataTestMethodAttribute : TestMethodAttribute { }
                public class TestInitializeAttribute : Attribute { }
                public class TestCleanupAttribute : Attribute { }
                public class ClassInitializeAttribute : Attribute { }
                public class ClassCleanupAttribute : Attribute { }
                public class AssemblyInitializeAttribute : Attribute { }
                public class AssemblyCleanupAttribute : Attribute { }
                public class TestContext { }
            }
            """),
        TestFramework.BenchmarkDotNet => ("BenchmarkDotNet.Annotations", """
            using System;
            namespace BenchmarkDotNet.Attributes
            {
                public class BenchmarkAttribute : Attribute { }
                public class GlobalSetupAttribute : Attribute { }
                public class GlobalCleanupAttribute : Attribute { }
                public class IterationSetupAttribute : Attribute { }
                public class IterationCleanupAttribute : Attribute { }
            }
            """),
        _ => throw new ArgumentOutOfRangeException(nameof(framework), framework, message: null),
    };
}
