// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatchesTest {

    @AfterEach
    void forget() {
        System.clearProperty("jevent.patch");
        System.clearProperty("jevent.monkey.noAttach");
    }

    @Test
    void whatIsNotUnderstoodIsAMisuse() {
        System.setProperty("jevent.patch", "everything");
        assertThatThrownBy(Patches::apply)
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.status()).isEqualTo(2))
                .hasMessageStartingWith("--patch=everything: cannot patch 'everything'; there are socket, dns,");
    }

    @Test
    void whatIsNotPossibleIsAFailure() {
        System.setProperty("jevent.patch", "all");
        System.setProperty("jevent.monkey.noAttach", "true");
        assertThatThrownBy(Patches::apply)
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.status()).isEqualTo(1))
                .hasMessageStartingWith("--patch=all: the agent is not there and may not be loaded");
    }
}
