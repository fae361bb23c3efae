namespace LeakyShop;

internal static class FrontPage
{
    public const string Html = """
        <!doctype html>
        <title>LeakyShop</title>
        <style>body { font: 1rem/1.6 system-ui; margin: 3rem auto; max-width: 40rem } td { padding-right: 2rem }</style>
        <h1>LeakyShop</h1>
        <p>The same shop twice. Press a button a few times, then look at <a href="redisguard">what the pool holds</a>, at <code>CLIENT LIST</code> on the server and at the console.</p>
        <table>
          <tr><td>Look at a product<td data-get="catalogue/1">
          <tr><td>Put it into the basket<td data-post="basket/ann/1">
          <tr><td>See the basket<td data-get="basket/ann">
          <tr><td>Order, and wait for the confirmation<td data-post="orders/ann">
          <tr><td>Run the nightly job<td data-post="nightly-job">
        </table>
        <pre id="answer"></pre>
        <script>
          for (const cell of document.querySelectorAll("[data-get], [data-post]"))
            for (const shop of ["leaky", "cured"]) {
              const button = cell.appendChild(document.createElement("button"));
              button.textContent = shop;
              button.onclick = async () => {
                const path = `/${shop}/${cell.dataset.get ?? cell.dataset.post}`;
                const reply = await fetch(path, { method: cell.dataset.post ? "POST" : "GET" });
                answer.textContent = `${path}\n${await reply.text()}`;
              };
            }
        </script>
        """;
}
