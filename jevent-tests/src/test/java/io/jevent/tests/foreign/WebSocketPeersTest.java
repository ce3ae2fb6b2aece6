// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.tests.examples.Clients;
import io.jevent.threadpool.ThreadPool;
import io.jevent.websocket.CloseStatus;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * WebSockets between jevent and what others wrote. A test whose peer is not there is skipped, unless JEVENT_NEED_PYTHON
 * is set.
 */
class WebSocketPeersTest {

    private static final String CLIENT = """
            import asyncio, sys, websockets
            async def main():
                async with websockets.connect(sys.argv[1], max_size=None) as ws:
                    for message in ['hello', '', 'x' * 200000, b'\\x00\\xff' * 5000]:
                        await ws.send(message)
                        assert await ws.recv() == message
                    await ws.send(['in ', 'three ', 'frames'])
                    assert await ws.recv() == 'in three frames'
                    await (await ws.ping())
                    await ws.close(4001, 'bye')
                    print(ws.close_code, [extension.name for extension in ws.extensions])
            asyncio.run(main())
            """;
    private static final String SIMPLE_CLIENT = """
            import sys, websocket
            ws = websocket.create_connection(sys.argv[1], timeout=20)
            for message in ['hello', 'x' * 200000]:
                ws.send(message)
                assert ws.recv() == message
            ws.close(status=4001)
            print('done')
            """;
    private static final String LIMITED_CLIENT = """
            import asyncio, sys, websockets
            from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
            async def main():
                for name, value in [('server', 9), ('server', 12), ('server', 15), ('client', 9), ('client', True)]:
                    offer = ClientPerMessageDeflateFactory(**{name + '_max_window_bits': value})
                    async with websockets.connect(sys.argv[1], compression=None, extensions=[offer]) as ws:
                        for i in range(200):
                            message = f'hello to all, number {i}. ' * (3 + i % 50)
                            await ws.send(message)
                            assert await ws.recv() == message
                        used = ws.extensions[0]
                        print(used.remote_max_window_bits, used.local_max_window_bits,
                            used.remote_no_context_takeover, used.local_no_context_takeover)
            asyncio.run(main())
            """;
    private static final String SERVER = """
            import asyncio, sys, websockets
            from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
            if sys.argv[1] == 'deflate':
                options = {}
            else:
                limit = ServerPerMessageDeflateFactory(server_max_window_bits=int(sys.argv[1]),
                    client_max_window_bits=int(sys.argv[1]), require_client_max_window_bits=True)
                options = {'compression': None, 'extensions': [limit]}
            async def echo(ws, path=None):
                try:
                    async for message in ws:
                        await ws.send(message)
                except websockets.ConnectionClosedError:
                    pass # a status that is neither 1000 nor 1001
                print(ws.close_code, ws.close_reason, flush=True)
            async def main():
                async with websockets.serve(echo, '127.0.0.1', 0, subprotocols=['chat'], **options) as server:
                    print(server.sockets[0].getsockname()[1], flush=True)
                    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
            asyncio.run(main())
            """;

    /** A use of an echo server's address. */
    @FunctionalInterface
    private interface Visit {
        void to(String uri) throws Exception;
    }

    private static void assumePython(String library) {
        String found = Clients.python(
                "import importlib.util, sys\nprint(importlib.util.find_spec(sys.argv[1]) is not None)", library);
        if (!found.equals("True\n")) {
            String missing = "Debian's python3-" + library + " is not there";
            assertThat(System.getenv("JEVENT_NEED_PYTHON")).as(missing).isNull();
            assumeTrue(false, missing);
        }
    }

    private static void withEcho(Visit visit) throws Exception {
        withEcho(WebSocketOptions.DEFAULTS, visit);
    }

    private static void withEcho(WebSocketOptions options, Visit visit) throws Exception {
        var quiet = HttpOptions.DEFAULTS.log(AccessLog.NONE);
        Jevent.run(() -> {
            try (var server = new HttpServer(
                    "127.0.0.1:0", (request, response) -> echo(WebSocket.accept(request, response, options)), quiet)) {
                server.start();
                visit.to("ws://127.0.0.1:" + server.port() + "/");
            }
            return null;
        });
    }

    private static void echo(WebSocket socket) throws IOException {
        for (Message message : socket.messages()) {
            switch (message) {
                case Message.Text(String text) -> socket.send(text);
                case Message.Binary(byte[] bytes) -> socket.send(bytes);
            }
        }
    }

    @Test
    void pythonsWebsocketsTalksToTheServer() throws Exception {
        withEcho(uri -> {
            assumePython("websockets");
            assertThat(Clients.python(CLIENT, uri)).isEqualTo("4001 ['permessage-deflate']\n");
        });
    }

    @Test
    void pythonsWebsocketClientTalksToTheServer() throws Exception {
        withEcho(uri -> {
            assumePython("websocket");
            assertThat(Clients.python(SIMPLE_CLIENT, uri)).isEqualTo("done\n");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pythonsWebsocketsInflatesWithTheWindowsItAskedFor(boolean takeover) throws Exception {
        String alone = takeover ? " False False\n" : " True True\n";
        withEcho(WebSocketOptions.DEFAULTS.contextTakeover(takeover), uri -> {
            assumePython("websockets");
            assertThat(Clients.python(LIMITED_CLIENT, uri))
                    .isEqualTo("9 15" + alone + "12 15" + alone + "15 15" + alone + "15 9" + alone + "15 15" + alone);
        });
    }

    private static void withPythonsEcho(String compression, Visit visit) throws Exception {
        Jevent.run(() -> {
            assumePython("websockets");
            Process server = new ProcessBuilder("/usr/bin/python3", "-c", SERVER, compression)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
            String port = ThreadPool.ofHub().apply(out::readLine);
            visit.to("ws://127.0.0.1:" + port + "/");
            assertThat(ThreadPool.ofHub().apply(out::readLine)).isEqualTo("4001 bye");
            server.getOutputStream().close();
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theClientTalksToPythonsWebsockets(boolean compression) throws Exception {
        withPythonsEcho("deflate", uri -> {
            var options = WebSocketOptions.DEFAULTS.compression(compression).subprotocols("other", "chat");
            try (var socket = WebSocket.connect(uri, options)) {
                assertThat(socket.subprotocol()).contains("chat");
                for (String text : new String[] {"hello", "", "x".repeat(200_000)}) {
                    socket.send(text);
                    assertThat(socket.receiveText()).contains(text);
                }
                socket.close(4001, "bye");
                assertThat(socket.status()).contains(new CloseStatus(4001, "bye"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "12", "15"})
    void theClientKeepsToTheWindowOfPythonsServer(String bits) throws Exception {
        withPythonsEcho(bits, uri -> {
            try (var socket = WebSocket.connect(uri, WebSocketOptions.DEFAULTS.contextTakeover(true))) {
                for (int i = 0; i < 200; i++) {
                    String text = ("hello to all, number " + i + ". ").repeat(3 + i % 50);
                    socket.send(text);
                    assertThat(socket.receiveText()).contains(text);
                }
                socket.close(4001, "bye");
            }
        });
    }

    @Test
    void theClientOfTheJdkTalksToTheServer() throws Exception {
        withEcho(uri -> {
            var came = new LinkedBlockingQueue<String>();
            try (HttpClient client = HttpClient.newHttpClient()) {
                java.net.http.WebSocket socket =
                        Jevent.await(client.newWebSocketBuilder().buildAsync(URI.create(uri), new Recorder(came)));
                for (String text : new String[] {"hello", "x".repeat(100_000)}) {
                    Jevent.await(socket.sendText(text.substring(0, 2), false));
                    Jevent.await(socket.sendText(text.substring(2), true));
                    assertThat(came.take()).isEqualTo(text);
                }
                Jevent.await(socket.sendClose(4001, "bye"));
                assertThat(came.take()).isEqualTo("closed 4001");
            }
        });
    }

    private record Recorder(BlockingQueue<String> came, StringBuilder text)
            implements java.net.http.WebSocket.Listener {

        Recorder(BlockingQueue<String> came) {
            this(came, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(java.net.http.WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                came.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(java.net.http.WebSocket socket, int code, String reason) {
            came.add("closed " + code);
            return null;
        }
    }
}
