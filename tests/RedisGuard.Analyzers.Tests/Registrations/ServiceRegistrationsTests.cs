using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Registrations;

/// <summary>The lifetime of a type is found however its registration says which type it is, though only calls that may say it are bound.</summary>
public class ServiceRegistrationsTests
{
    private const string Shop = "namespace Shop { public interface ICart { } public class Cart : ICart { public static Cart Empty { get; } = new(); } public class Basket : ICart { } public static class Carts { public static Basket Make() => new(); public static void Put(out Basket basket) => basket = new(); } } namespace Other { public class Cart { } }";

    private static readonly CSharpCompilation s_shop = Analysis.Compile(Shop, new TestSetup(), Library.Newest);

    [Theory]
    [InlineData("s.AddSingleton<ICart, Cart>();", "Cart", "Singleton")]
    [InlineData("s.AddScoped<ICart>(_ => new Cart());", "Cart", "Scoped")]
    [InlineData("s.AddTransient(_ => new Cart());", "Cart", "Transient")]
    [InlineData("s.AddTransient(typeof(ICart), typeof(Cart));", "Cart", "Transient")]
    [InlineData("s.Add(new ServiceDescriptor(typeof(ICart), typeof(Cart), ServiceLifetime.Scoped));", "Cart", "Scoped")]
    [InlineData("s.Add(new(typeof(ICart), typeof(Cart), ServiceLifetime.Scoped));", "Cart", "Scoped")]
    [InlineData("s.AddScoped<Cart>(_ => new());", "Cart", "Scoped")]
    [InlineData("s.AddSingleton(Cart.Empty);", "Cart", "Singleton")]
    [InlineData("s.AddScoped(_ => Carts.Make());", "Basket", "Scoped")]
    [InlineData("s.AddScoped(_ => { Carts.Put(out var basket); return basket; });", "Basket", "Scoped")]
    [InlineData("Func<IServiceProvider, Mine> make = _ => new(); s.AddTransient(make);", "Basket", "Transient")]
    [InlineData("s.AddSingleton<Mine>();", "Basket", "Singleton")]
    [InlineData("s.AddSingleton<Shop.Cart>(); s.AddTransient<global::Shop.Cart>();", "Cart", "Transient")]
    [InlineData("s.AddScoped<Other.Cart>();", "Cart", null)]
    [InlineData("s.AddScoped(_ => new Other.Cart());", "Cart", null)]
    public void ARegistration_IsFoundByWhatItSays(string registrations, string type, string? lifetime)
    {
        var alias = registrations.Contains("Mine", StringComparison.Ordinal) ? "using Mine = Shop.Basket; " : "";
        var program = $"using Shop; {alias}using Microsoft.Extensions.DependencyInjection; class Startup {{ static void Add(IServiceCollection s) {{ {registrations} }} }}";
        var compilation = s_shop.AddSyntaxTrees(Analysis.Parse(program, new TestSetup(), "Startup.cs"));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        var asked = compilation.GetTypeByMetadataName("Shop." + type)!;

        Assert.Equal(lifetime, new ServiceRegistrations(compilation).Of(asked, TestContext.Current.CancellationToken)?.ToString());
    }

    [Theory]
    [InlineData("class Kept { public void Add(IServiceCollection s) => s.AddSingleton(this); }")]
    [InlineData("class Kept { public void Add(IServiceCollection s) { var kept = this; s.AddSingleton(_ => kept); } }")]
    [InlineData("class Kept { } class Many { public Kept this[int index] => new(); } class Startup { void Add(IServiceCollection s, Many many) => s.AddSingleton(many[0]); }")]
    [InlineData("class Kept { } record Shelf(Kept First); class Startup { void Add(IServiceCollection s, Shelf shelf) => s.AddSingleton(shelf.First); }")]
    [InlineData("class Kept { public Kept Open() => this; } class Derived : Kept { } class Startup { void Add(IServiceCollection s) => s.AddSingleton(new Derived().Open()); }")]
    [InlineData("class Kept { public static Kept Open() => new(); } static class Kepts { public static Kept Again => Kept.Open(); } class Startup { void Add(IServiceCollection s) => s.AddSingleton(Kepts.Again); }")]
    public void ATypeThatIsOnlyInferred_IsFound(string program)
    {
        var compilation = s_shop.AddSyntaxTrees(program.Split(" class Startup").Select((part, index) =>
            Analysis.Parse("using Microsoft.Extensions.DependencyInjection; " + (index > 0 ? "class Startup" + part : part), new TestSetup(), $"Part{index}.cs")));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        Assert.Equal(ServiceLifetime.Singleton, new ServiceRegistrations(compilation).Of(compilation.GetTypeByMetadataName("Kept")!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void TheShortestOfSeveralLifetimes_IsTold_WhicheverTypeIsAskedAboutFirst()
    {
        var compilation = s_shop.AddSyntaxTrees(Analysis.Parse("using Shop; using Microsoft.Extensions.DependencyInjection; class A { static void Add(IServiceCollection s) { s.AddSingleton<Cart>(); s.AddScoped<ICart>(_ => new Basket()); s.AddTransient<Cart>(); } }", new TestSetup(), "A.cs"));
        var registrations = new ServiceRegistrations(compilation);

        Assert.Equal(ServiceLifetime.Scoped, registrations.Of(compilation.GetTypeByMetadataName("Shop.Basket")!, TestContext.Current.CancellationToken));
        Assert.Equal(ServiceLifetime.Transient, registrations.Of(compilation.GetTypeByMetadataName("Shop.Cart")!, TestContext.Current.CancellationToken));
        Assert.Equal(ServiceLifetime.Transient, registrations.OfDerived(compilation.GetSpecialType(SpecialType.System_Object), TestContext.Current.CancellationToken));
    }
}
