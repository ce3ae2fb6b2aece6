// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.Event;
import io.jevent.local.Local;
import io.jevent.queue.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** A greenlet without a name names the function or the class that it runs, and its thread is called so too. */
class GreenletNamesTest {

    private static final class Crawler implements Runnable {
        private String thread = "";

        @Override
        public void run() {
            thread = Thread.currentThread().getName();
        }
    }

    private static final class Fetching extends Greenlet<String> {
        @Override
        protected String run() {
            return Thread.currentThread().getName();
        }
    }

    private static Greenlet<String> fetch() {
        return Jevent.spawn(() -> Thread.currentThread().getName());
    }

    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
    }

    @Test
    void aLambdaIsNamedByTheFunctionAndTheLineThatSpawnedIt() throws Exception {
        HubTesting.run(() -> {
            int here = line() + 1;
            var direct = Jevent.spawn(() -> Thread.currentThread().getName());
            String expected = "Greenlet-0 aLambdaIsNamedByTheFunctionAndTheLineThatSpawnedIt(GreenletNamesTest.java:"
                    + here + ")";
            assertThat(direct.result()).isEqualTo(expected);
            assertThat(direct).as("after its end").hasToString(expected);
            assertThat(direct.name()).isEqualTo("Greenlet-0");
            assertThat(fetch().result()).matches("Greenlet-0 fetch\\(GreenletNamesTest\\.java:\\d+\\)");
        });
    }

    @Test
    void aBodyWithAClassOfItsOwnIsNamedByThatClass() throws Exception {
        HubTesting.run(() -> {
            var crawler = new Crawler();
            var greenlet = Jevent.spawn((Runnable) crawler);
            assertThat(greenlet).as("before its start").hasToString("Greenlet-0 Crawler");
            greenlet.join();
            assertThat(crawler.thread).isEqualTo("Greenlet-0 Crawler");
            var fetching = new Fetching();
            fetching.start();
            assertThat(fetching.result()).isEqualTo("Greenlet-0 Fetching");
        });
    }

    @Test
    void aGivenNameStandsAlone() throws Exception {
        HubTesting.run(() -> {
            var greenlet = fetch();
            greenlet.setName("crawler");
            assertThat(greenlet.result()).isEqualTo("crawler");
            assertThat(greenlet).hasToString("crawler");
            var renamed = Jevent.spawn(() -> {
                Jevent.sleep();
                return Thread.currentThread().getName();
            });
            Jevent.sleep();
            renamed.setName("renamed");
            assertThat(renamed.result()).isEqualTo("renamed");
            assertThat(fetch().result()).as("its number is free again").startsWith("Greenlet-0 ");
        });
    }

    @Test
    void theErrorOfALocalNamesTheGreenlet() throws Exception {
        HubTesting.run(() -> {
            var local = new Local<String>("user");
            var reader = Jevent.spawn(local::get);
            reader.join();
            assertThatThrownBy(reader::result)
                    .isInstanceOf(NoSuchElementException.class)
                    .message()
                    .contains("local 'user' has no value in Greenlet-0 theErrorOfALocalNamesTheGreenlet(");
        });
    }

    @Test
    void theLivingHaveDifferentNumbersAndTheSmallestFreeOneIsGivenNext() throws Exception {
        HubTesting.run(() -> {
            var gate = new Event();
            var names = new ArrayList<String>();
            var all = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 1000; i++) {
                all.add(Jevent.spawn(() -> gate.await()));
            }
            Jevent.sleep();
            all.forEach(greenlet -> names.add(greenlet.name()));
            assertThat(names).doesNotHaveDuplicates().startsWith("Greenlet-0").endsWith("Greenlet-999");
            all.get(500).kill();
            all.get(7).kill();
            assertThat(List.of(
                            Jevent.spawn(() -> {}).name(),
                            Jevent.spawn(() -> {}).name()))
                    .containsExactly("Greenlet-7", "Greenlet-500");
            gate.set();
            Jevent.joinAll(all);
        });
    }

    @Test
    void activityTellsHowLongASleepIsAndWhichCallWaits() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>(1, List.of("item"));
            var sleeper = Jevent.spawn(() -> Jevent.sleep(java.time.Duration.ofMillis(3)));
            var putter = Jevent.spawn(() -> queue.put("more"));
            var getter = Jevent.spawn(() -> new Queue<String>().get());
            Jevent.sleep();
            assertThat(sleeper.activity()).isEqualTo("sleep 3 ms");
            assertThat(putter.activity()).matches("waiting on Queue\\.put \\(Queue@\\w+, full\\)");
            assertThat(getter.activity()).matches("waiting on Queue\\.get \\(Queue@\\w+, empty\\)");
            Jevent.killAll(List.of(sleeper, putter, getter));
        });
    }
}
