// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim.raft;

/** A mistake of a replica. */
enum Flaw {
    /** None. */
    NONE,
    /** A leader answers reads from its own state, although another may lead by now. */
    STALE_READ,
    /** Entries are acknowledged before they are forced to the disk. */
    ACK_BEFORE_FORCE,
    /** A vote is not on the disk, so a replica votes again in the same term after a crash. */
    FORGETS_VOTE,
    /** A replica votes for each candidate of a term. */
    VOTES_TWICE,
    /** A replica votes for a candidate whose log is behind its own. */
    OLD_LOG_LEADS,
    /** A leader commits before another replica has the entry. */
    COMMITS_ALONE,
    /** A follower does not compare the entry before new ones, and so keeps wrong ones. */
    NO_PREVIOUS_CHECK,
    /** A follower takes entries of a leader of an older term. */
    ACCEPTS_OLD_TERM,
    /** A follower keeps its own entry where its leader has another. */
    KEEPS_CONFLICTS,
    /** A leader that has waited too long answers that nothing has happened, although it may happen later. */
    TIMEOUT_IS_FAILURE
}
