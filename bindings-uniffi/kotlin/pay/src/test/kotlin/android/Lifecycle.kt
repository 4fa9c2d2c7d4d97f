package androidx.lifecycle

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.MainScope

/* As `Compose.kt`. */

abstract class ViewModel {
    fun addCloseable(closeable: AutoCloseable): Unit = check(closeable !== this)
}

val ViewModel.viewModelScope: CoroutineScope get() = MainScope().also { checkNotNull(this) }
