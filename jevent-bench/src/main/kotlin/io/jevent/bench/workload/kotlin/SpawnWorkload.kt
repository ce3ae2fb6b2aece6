// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.kotlin

import io.jevent.bench.workload.Rounds
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Coroutines that return at once: launch all, join all. */
object SpawnWorkload {
    @JvmStatic
    fun main(args: Array<String>) = Rounds.serve(args, ::round)

    private fun round(count: Int): Double = runBlocking {
        var ran = 0
        val begin = System.nanoTime()
        List(count) { launch { ran++ } }.joinAll()
        val end = System.nanoTime()
        check(ran == count) { "ran $ran of $count" }
        (end - begin).toDouble() / count
    }
}
