// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import io.jevent.hub.LoopProvider;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NettyLoopTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    static List<LoopProvider> providers() {
        return List.of(new NettyLoopProvider(), new EpollLoopProvider(), new NioLoopProvider());
    }

    private static void runOn(LoopProvider provider, Runnable body) {
        try (var hub = Hub.open(provider.create())) {
            Jevent.run(body);
            assertThat(hub.loop().toString()).contains("Netty");
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void thePropertyChoosesTheLoopOfNewHubs(LoopProvider provider) {
        System.setProperty("jevent.loop", provider.name());
        try (var hub = Hub.current()) {
            assertThat(hub.loop()).isInstanceOf(NettyLoop.class);
        } finally {
            System.clearProperty("jevent.loop");
        }
    }

    @Test
    void aHubGetsThisLoopWithItsFirstSocketAndItsClockGoesOn() {
        try (var hub = Hub.current()) {
            assertThat(hub.loop()).hasToString("parking loop");
            Jevent.run(() -> {
                var sleeper = Jevent.spawn(() -> Jevent.sleep(Duration.ofMillis(20)));
                Jevent.sleep();
                long before = hub.now();
                assertThat(NettyLoop.current()).isSameAs(hub.loop()).isSameAs(NettyLoop.current());
                assertThat(hub.now() - before).isBetween(0L, LONG.toNanos());
                sleeper.join();
                assertThat(hub.now() - before).isGreaterThan(1_000_000);
            });
        }
    }

    @Test
    void aHubThatWasToldToParkDoesNotGetThisLoop() {
        System.setProperty("jevent.loop", "parking");
        try (var hub = Hub.current()) {
            assertThat(hub.loop().isProvisional()).isFalse();
            assertThatThrownBy(NettyLoop::current)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("runs on the parking loop");
        } finally {
            System.clearProperty("jevent.loop");
        }
    }

    @Test
    void anUnknownLoopIsRefusedWithTheNamesOfThoseThatAre() {
        System.setProperty("jevent.loop", "libev");
        try {
            assertThatThrownBy(Hub::current)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("jevent.loop is 'libev'")
                    .hasMessageContaining("parking, netty, netty-epoll, netty-nio");
        } finally {
            System.clearProperty("jevent.loop");
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void greenletsSleepAndWakeInTheOrderOfTheirDeadlines(LoopProvider provider) {
        runOn(provider, () -> {
            var order = new StringBuilder();
            var slow = Jevent.spawn(() -> {
                Jevent.sleep(Duration.ofMillis(30));
                order.append("slow ");
            });
            var fast = Jevent.spawn(() -> {
                Jevent.sleep(Duration.ofMillis(10));
                order.append("fast ");
            });
            Jevent.joinAll(slow, fast);
            assertThat(order).hasToString("fast slow ");
        });
    }

    @ParameterizedTest
    @MethodSource("providers")
    void anotherThreadWakesAHubThatIsBlockedInItsLoop(LoopProvider provider) {
        runOn(provider, () -> {
            for (int i = 0; i < 200; i++) {
                var event = new Event();
                Thread other = Thread.ofPlatform().start(event::set);
                assertThat(event.await(LONG)).isTrue();
                Jevent.await(CompletableFuture.runAsync(() -> joinUninterruptibly(other)));
            }
        });
    }

    private static void joinUninterruptibly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aGreenletCountsAsInsideOfTheEventLoop(LoopProvider provider) {
        runOn(provider, () -> {
            var loop = (NettyLoop) Hub.current().loop();
            assertThat(loop.eventLoop().inEventLoop()).isTrue();
            var elsewhere = new AsyncResult<Boolean>();
            Thread.ofPlatform().start(() -> elsewhere.set(loop.eventLoop().inEventLoop()));
            assertThat(elsewhere.result(LONG)).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("providers")
    void channelsOfTheHubTalkWhileGreenletsWait(LoopProvider provider) {
        runOn(provider, () -> {
            var loop = (NettyLoop) Hub.current().loop();
            boolean epoll = loop.toString().startsWith("epoll");
            Channel server = await(new ServerBootstrap()
                    .group(loop.eventLoop())
                    .channel(epoll ? EpollServerSocketChannel.class : serverType())
                    .childHandler(new Echo())
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            var answer = new AsyncResult<String>();
            Channel client = await(new Bootstrap()
                    .group(loop.eventLoop())
                    .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                    .handler(new Receiver(answer))
                    .connect(server.localAddress()));
            loop.addWaiters(1);
            var _ = client.writeAndFlush(Unpooled.copiedBuffer("ping", StandardCharsets.UTF_8));
            assertThat(answer.result(LONG)).isEqualTo("ping");
            assertThat(loop.hasWork()).isTrue();
            await(client.close());
            await(server.close());
            loop.addWaiters(-1);
            assertThat(loop.hasWork()).isFalse();
        });
    }

    private static Class<? extends ServerChannel> serverType() {
        return NioServerSocketChannel.class;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aDeadlockIsReportedOnThisLoopToo(LoopProvider provider) {
        runOn(
                provider,
                () -> assertThatThrownBy(() -> new Event().await())
                        .isInstanceOf(LoopExit.class)
                        .hasMessageContaining("would block forever"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aTimeoutEndsAWaitForInput(LoopProvider provider) {
        runOn(provider, () -> {
            var timeout = new Timeout(Duration.ofMillis(5));
            assertThatThrownBy(() -> timeout.call(() -> new AsyncResult<String>().result()))
                    .isSameAs(timeout);
        });
    }

    private static Channel await(ChannelFuture future) {
        var done = new AsyncResult<Channel>();
        var _ = future.addListener(f -> {
            if (f.isSuccess()) {
                done.set(future.channel());
            } else {
                done.setException(f.cause());
            }
        });
        return done.result(LONG);
    }

    @io.netty.channel.ChannelHandler.Sharable
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var _ = context.writeAndFlush(message);
        }
    }

    private static final class Receiver extends ChannelInboundHandlerAdapter {
        private final AsyncResult<String> answer;

        Receiver(AsyncResult<String> answer) {
            this.answer = answer;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var buffer = (ByteBuf) message;
            answer.set(buffer.toString(StandardCharsets.UTF_8));
            buffer.release();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void anInterruptOfItsThreadEndsItsSleep(LoopProvider provider) throws Exception {
        var sleeping = new CompletableFuture<Thread>();
        var outcome = new CompletableFuture<Throwable>();
        var thread = Thread.ofPlatform().start(() -> {
            try (var hub = Hub.open(provider.create())) {
                for (int i = 0; i < 2; i++) { // the loop can be interrupted more than once
                    boolean first = i == 0;
                    try {
                        Jevent.run(() -> {
                            hub.retain();
                            if (first) {
                                hub.runCallback(() -> sleeping.complete(hub.carrier()));
                            } else {
                                hub.runCallback(() -> hub.carrier().interrupt());
                            }
                            new Event().await();
                        });
                    } catch (CancellationException e) {
                        if (!first) {
                            outcome.complete(e.getCause());
                        }
                    } finally {
                        hub.release();
                    }
                }
            }
        });
        sleeping.get().interrupt();
        assertThat(outcome.get()).hasMessageContaining("was interrupted");
        thread.join();
    }
}
