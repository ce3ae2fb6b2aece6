// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many WebSockets to a server that sends what one of them says to all. Each has to hear every message once and in
 * order. Enough messages are in flight to make the order a real test, and few enough that no server has to queue much.
 *
 * <p>Invariant: only the one event loop touches the counters.
 */
final class Audience {

    private static final int UNDER_WAY = 4;
    private static final int LARGEST_HEAD = 8192;
    private static final long PATIENCE_SECONDS = 60;
    private static final boolean EPOLL = Epoll.isAvailable();

    /** Its thread is a daemon: a round that fails ends the process. */
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("audience", true),
            EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

    private final List<Channel> members = new ArrayList<>();

    /** The messages in flight, each at its number modulo the array's length, and the number of receivers. */
    private final ByteBuf[] messages = new ByteBuf[UNDER_WAY];

    private final int[] hearers = new int[UNDER_WAY];
    private long said;
    private long heardByAll;
    private long last;
    private CompletableFuture<Channel> done = new CompletableFuture<>();

    private Audience() {
        Arrays.fill(messages, Unpooled.EMPTY_BUFFER);
    }

    /** Opens {@code size} WebSockets, one after the other, so that no queue of the system overflows. */
    static Audience of(Server server, int size) throws IOException, InterruptedException {
        var audience = new Audience();
        while (audience.size() < size) {
            var member = new Member(audience);
            var _ = new Bootstrap()
                    .group(audience.group)
                    .channel(EPOLL ? EpollSocketChannel.class : NioSocketChannel.class)
                    .handler(member)
                    .connect(InetAddress.getLoopbackAddress(), server.port())
                    .sync();
            audience.members.add(audience.await(member.opened));
        }
        return audience;
    }

    int size() {
        return members.size();
    }

    /** Sends messages by the first one; returns when all have received all of them. */
    void hear(int number) throws IOException, InterruptedException {
        var all = new CompletableFuture<Channel>();
        group.next().execute(() -> begin(number, all));
        var _ = await(all);
    }

    private void begin(int number, CompletableFuture<Channel> all) {
        done = all;
        last = said + number;
        for (int i = 0; i < UNDER_WAY; i++) {
            sayNext();
        }
    }

    private void sayNext() {
        if (said == last) {
            return;
        }
        said++;
        var text = String.format(Locale.ROOT, "message %016d to all who have come to hear the news..", said);
        var message = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        messages[place(said)] = message;
        var speaker = members.getFirst();
        var _ = speaker.writeAndFlush(new TextWebSocketFrame(message.retainedDuplicate()), speaker.voidPromise());
    }

    private static int place(long message) {
        return (int) (message % UNDER_WAY);
    }

    /** Checks a received message, after {@code before} earlier ones. */
    private void heard(ByteBuf content, long before) throws IOException {
        if (before == said || !content.equals(messages[place(before + 1)])) {
            throw new IOException("instead of message " + (before + 1) + " of " + said + " one heard: "
                    + content.toString(StandardCharsets.UTF_8));
        }
        int place = place(before + 1);
        if (++hearers[place] == size()) {
            hearers[place] = 0;
            messages[place].release();
            heardByAll++;
            sayNext();
            if (heardByAll == last) {
                done.complete(members.getFirst());
            }
        }
    }

    private Channel await(CompletableFuture<Channel> what) throws IOException, InterruptedException {
        try {
            return what.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("a WebSocket failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "after " + PATIENCE_SECONDS + " s " + size() + " WebSockets have heard " + heardByAll + " of "
                            + last + " messages",
                    e);
        }
    }

    /** One of them. */
    private static final class Member extends ChannelInitializer<Channel> {

        private final Audience audience;
        private final CompletableFuture<Channel> opened = new CompletableFuture<>();

        Member(Audience audience) {
            this.audience = audience;
        }

        @Override
        protected void initChannel(Channel channel) {
            var config = WebSocketClientProtocolConfig.newBuilder()
                    .webSocketUri("ws://127.0.0.1/")
                    .build();
            channel.pipeline()
                    .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(LARGEST_HEAD),
                            new WebSocketClientProtocolHandler(config),
                            new Hearing(audience, opened));
        }
    }

    /** Receives the messages of one WebSocket. */
    private static final class Hearing extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        private final Audience audience;
        private final CompletableFuture<Channel> opened;
        private long heard;

        Hearing(Audience audience, CompletableFuture<Channel> opened) {
            this.audience = audience;
            this.opened = opened;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                opened.complete(context.channel());
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) throws IOException {
            audience.heard(frame.content(), heard++);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail(new IOException("the server closed the connection after " + heard + " messages"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(cause);
        }

        private void fail(Throwable cause) {
            opened.completeExceptionally(cause);
            audience.done.completeExceptionally(cause);
        }
    }
}
