// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.InvalidThreadUseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttachmentsTest {

    private final List<String> log = new ArrayList<>();

    @Test
    void aThingIsMadeOnceForEachHub() throws Exception {
        HubTesting.run(() -> {
            var attachments = Attachments.of(Hub.current());
            var first = attachments.get(StringBuilder.class, StringBuilder::new);
            assertThat(attachments.get(StringBuilder.class, StringBuilder::new)).isSameAs(first);
            assertThat(Attachments.of(Hub.current())).isSameAs(attachments);
        });
    }

    @Test
    void theLastIsClosedFirstAfterTheGreenletsAndAFailureStopsNobody() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((context, failure) -> log.add(String.valueOf(failure.getMessage())));
            var attachments = Attachments.of(Hub.current());
            attachments.onClose(() -> log.add("first"));
            attachments.onClose(() -> {
                throw new IllegalStateException("second fails");
            });
            attachments.onClose(() -> log.add("third"));
            var _ = Jevent.spawn(() -> {
                try {
                    Jevent.sleep(Duration.ofDays(1));
                } finally {
                    log.add("greenlet");
                }
            });
            Jevent.sleep();
        });
        assertThat(log).containsExactly("greenlet", "third", "second fails", "first");
    }

    @Test
    void anotherThreadAndAClosedHubAreRefused() throws Exception {
        var hubs = new ArrayList<Hub>();
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            hubs.add(hub);
            var thrown = new AtomicReference<@Nullable Throwable>();
            var thread = new Thread(() -> {
                try {
                    Attachments.of(hub);
                } catch (InvalidThreadUseException e) {
                    thrown.set(e);
                }
            });
            thread.start();
            thread.join();
            assertThat(thrown.get()).hasMessageContaining("send it a message: hub.runCallback(...)");
        });
        assertThatThrownBy(() -> Attachments.of(hubs.getFirst())).isInstanceOf(HubClosedException.class);
    }
}
