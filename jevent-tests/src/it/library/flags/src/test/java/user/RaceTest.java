// SPDX-License-Identifier: Apache-2.0
package user;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
    @Test
    void theQuickOneComesFirst() {
        assertEquals(List.of("quick", "slow"), Race.run());
    }
}
