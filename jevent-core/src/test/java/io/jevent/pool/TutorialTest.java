// SPDX-License-Identifier: Apache-2.0
package io.jevent.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The output of the tutorial's programs on groups and pools. */
class TutorialTest {

    private final StringBuilder out = new StringBuilder();

    private void print(Object line) {
        out.append(line).append('\n');
    }

    private static List<Integer> range(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private static <T> List<T> all(Iterator<T> iterator) {
        var list = new ArrayList<T>();
        iterator.forEachRemaining(list::add);
        return list;
    }

    @Test
    void fourRunsOverAPoolAreEqual() throws Exception {
        HubTesting.run(() -> {
            var pool = new Pool(10);
            var runs = new ArrayList<List<Integer>>();
            for (int i = 0; i < 4; i++) {
                runs.add(all(pool.imapUnordered(
                        n -> {
                            Jevent.sleep(Duration.ofMillis(1));
                            return n;
                        },
                        range(10))));
            }
            assertThat(runs).containsOnly(runs.getFirst());
            assertThat(runs.getFirst()).containsExactlyElementsOf(range(10));
        });
    }

    private void talk(String message) {
        for (int i = 0; i < 3; i++) {
            print(message);
        }
    }

    @Test
    void greenletsAreAddedToAGroupAndJoined() throws Exception {
        HubTesting.run(() -> {
            var g1 = Jevent.spawn(() -> talk("bar"));
            var g2 = Jevent.spawn(() -> talk("foo"));
            var g3 = Jevent.spawn(() -> talk("fizz"));
            var group = new Group();
            group.add(g1);
            group.add(g2);
            group.join();
            group.add(g3);
            group.join();
        });
        assertThat(out).hasToString("""
                bar
                bar
                bar
                foo
                foo
                foo
                fizz
                fizz
                fizz
                """);
    }

    private static String intensive(int n) {
        Jevent.sleep(Duration.ofSeconds(3 - n));
        return "('task', " + n + ")";
    }

    @Test
    void aGroupMapsInOrderAndOutOfOrder() throws Exception {
        HubTesting.run(() -> {
            var group = new Group();
            group.map(
                    n -> {
                        print("Size of group " + group.size());
                        print("Hello from Greenlet");
                        return n;
                    },
                    range(3));
            print("Ordered");
            new Group().imap(TutorialTest::intensive, range(3)).forEachRemaining(this::print);
            print("Unordered");
            new Group().imapUnordered(TutorialTest::intensive, range(3)).forEachRemaining(this::print);
        });
        assertThat(out).hasToString("""
                Size of group 3
                Hello from Greenlet
                Size of group 3
                Hello from Greenlet
                Size of group 3
                Hello from Greenlet
                Ordered
                ('task', 0)
                ('task', 1)
                ('task', 2)
                Unordered
                ('task', 2)
                ('task', 1)
                ('task', 0)
                """);
    }

    @Test
    void aPoolMapsNoMoreAtOnceThanItsSize() throws Exception {
        HubTesting.run(() -> {
            var pool = new Pool(2);
            pool.map(
                    n -> {
                        print("Size of pool " + pool.size());
                        return n;
                    },
                    range(3));
        });
        assertThat(out).hasToString("""
                Size of pool 2
                Size of pool 2
                Size of pool 1
                """);
    }

    /** A service that is centred on a pool; what arrives is a result instead of bytes, and the end is null. */
    private static final class SocketPool {
        final Pool pool = new Pool(1000);

        void listen(List<AsyncResult<Boolean>> socket) {
            for (AsyncResult<Boolean> received : socket) {
                if (!received.result()) {
                    break;
                }
            }
        }

        void addHandler(List<AsyncResult<Boolean>> socket) {
            if (pool.isFull()) {
                throw new IllegalStateException("At maximum pool size");
            }
            var _ = pool.spawn(() -> listen(socket));
        }

        void shutdown() {
            pool.kill();
        }
    }

    @Test
    void aServiceIsCentredOnAPool() throws Exception {
        HubTesting.run(() -> {
            var service = new SocketPool();
            var sockets = new ArrayList<List<AsyncResult<Boolean>>>();
            for (int i = 0; i < 3; i++) {
                List<AsyncResult<Boolean>> socket = List.of(new AsyncResult<>(), new AsyncResult<>());
                sockets.add(socket);
                service.addHandler(socket);
            }
            var pool = service.pool;
            print("size %d limit %d full %s".formatted(pool.size(), pool.maxSize(), pool.isFull()));
            Jevent.sleep();
            sockets.getFirst().get(0).set(true);
            Jevent.idle();
            print("after data: size " + pool.size());
            sockets.getFirst().get(1).set(false);
            Jevent.idle();
            print("after a peer closed: size " + pool.size());
            pool.setMaxSize(2);
            print("full %s free %d".formatted(pool.isFull(), pool.freeCount()));
            assertThatThrownBy(() -> service.addHandler(sockets.getFirst()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("At maximum pool size");
            service.shutdown();
            print("after shutdown: size " + pool.size());
        });
        assertThat(out).hasToString("""
                size 3 limit 1000 full false
                after data: size 3
                after a peer closed: size 2
                full true free 0
                after shutdown: size 0
                """);
    }
}
