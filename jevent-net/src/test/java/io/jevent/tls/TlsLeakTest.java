// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import static io.jevent.tls.Talk.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that Netty's leak detector finds no leaked buffer, however a connection ends. */
@ParameterizedClass
@EnumSource(TlsSetting.class)
class TlsLeakTest {

    private final TlsSetting setting;
    private final ConcurrentLinkedQueue<String> leaks = new ConcurrentLinkedQueue<>();
    private Level before = Level.SIMPLE;

    TlsLeakTest(TlsSetting setting) {
        this.setting = setting;
    }

    @BeforeEach
    void watch() {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + " " + records));
    }

    @AfterEach
    void stopWatching() {
        ResourceLeakDetector.setLevel(before);
        ByteBufUtil.setLeakListener(null);
    }

    @Test
    @Tag("slow")
    void noBufferIsDroppedHoweverAConnectionEnds() throws Exception {
        TlsServer server = setting.server().build();
        TlsClient client = setting.client().build();
        for (int i = 0; i < 2; i++) {
            setting.run(() -> {
                closedWithUnreadInput(client, server);
                closedWhileSending(client, server);
                killedInTheHandshake(client, server);
                plainText(server);
                leftOpen(client, server);
            });
        }
        for (int i = 0; i < 20 && leaks.isEmpty(); i++) {
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        assertThat(leaks).isEmpty();
    }

    private static void closedWithUnreadInput(TlsClient client, TlsServer server) throws Exception {
        try (var talk = Talk.begin(client, server)) {
            talk.client().sendAll(new byte[50_000]);
            assertThat(talk.server().recv(10)).hasSize(10);
        }
    }

    private static void closedWhileSending(TlsClient client, TlsServer server) throws Exception {
        var talk = Talk.begin(client, server);
        Greenlet<?> sender = Jevent.spawn(() -> {
            talk.client().sendAll(new byte[20_000_000]);
            return null;
        });
        Jevent.idle();
        talk.close();
        assertThatThrownBy(sender::result).isInstanceOf(IOException.class);
    }

    private static void killedInTheHandshake(TlsClient client, TlsServer server) throws IOException {
        for (int turns = 0; turns < 6; turns++) {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> one = Jevent.spawn(() -> client.secure(pair.first(), "localhost"));
                Greenlet<?> other = Jevent.spawn(() -> server.secure(pair.second()));
                for (int i = 0; i < turns; i++) {
                    Jevent.sleep();
                }
                one.kill();
                other.kill();
            }
        }
    }

    private static void plainText(TlsServer server) throws IOException {
        try (var pair = StreamSocket.pair()) {
            pair.first().sendAll(bytes("this is not TLS"));
            assertThatThrownBy(() -> server.secure(pair.second())).isInstanceOf(IOException.class);
        }
    }

    /** Closing the hub closes the connections that the program forgot. */
    private static void leftOpen(TlsClient client, TlsServer server) throws Exception {
        var talk = Talk.begin(client, server);
        talk.client().sendAll(new byte[50_000]);
        assertThat(talk.server().recv(10)).hasSize(10);
    }
}
