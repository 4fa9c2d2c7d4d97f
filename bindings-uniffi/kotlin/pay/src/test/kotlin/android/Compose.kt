package androidx.compose.runtime

import kotlin.reflect.KProperty
import kotlinx.coroutines.flow.StateFlow

/* What the README's screen uses of Android's libraries, which are not on this machine: so that it is compiled. */

@Target(AnnotationTarget.FUNCTION)
annotation class Composable

interface State<out T> {
    val value: T
}

operator fun <T> State<T>.getValue(of: Any?, property: KProperty<*>): T = value

fun <T> StateFlow<T>.collectAsState(): State<T> = object : State<T> {
    override val value: T get() = this@collectAsState.value
}
