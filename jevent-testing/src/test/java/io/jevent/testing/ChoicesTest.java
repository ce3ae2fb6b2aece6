// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jevent.testing.Choices.Choice;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoicesTest {

    private final Choices choices = Choices.seeded(1);

    @Test
    void recordsLabelAlternativesAndChoice() {
        int node = choices.choose("node", 3);
        boolean lost = choices.chance("lost", 0.5);
        long delay = choices.between("delay", 10, 19);
        assertThat(delay).isBetween(10L, 19L);
        assertThat(choices.made())
                .containsExactly(
                        new Choice("node", 3, node),
                        new Choice("lost", 2, lost ? 1 : 0),
                        new Choice("delay", 10, delay - 10));
    }

    @Test
    void sameSeedSameChoices() {
        assertThat(sample(7)).isEqualTo(sample(7)).isNotEqualTo(sample(8));
        assertThat(Choices.seeded(7)).hasToString("choices of seed 7");
    }

    private static List<Choice> sample(long seed) {
        Choices choices = Choices.seeded(seed);
        for (int i = 0; i < 20; i++) {
            choices.choose("one", 100);
        }
        assertThat(choices.random().nextInt()).isNotZero();
        return choices.made();
    }

    @Test
    void whatIsCertainNeedsNoLuck() {
        for (int i = 0; i < 100; i++) {
            assertThat(choices.chance("never", 0)).isFalse();
            assertThat(choices.chance("always", 1)).isTrue();
            assertThat(choices.choose("the only one", 1)).isZero();
            assertThat(choices.between("the same", 5, 5)).isEqualTo(5);
        }
    }

    @Test
    void refusesWhatIsNoChoice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choices.choose("node", 0))
                .withMessage("node: there must be at least 1 alternative: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choices.chance("lost", 1.5))
                .withMessage("lost: a probability is from 0 to 1: 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choices.chance("lost", Double.NaN))
                .withMessage("lost: a probability is from 0 to 1: NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choices.between("delay", 2, 1))
                .withMessage("delay: max 1 is less than min 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choices.between("delay", -1, Long.MAX_VALUE))
                .withMessageStartingWith("delay: there are more than 2^63-1 numbers");
    }
}
