// A wall must not go dark: asks the browser to keep the screen on while the page is shown. Browsers may refuse.

/** Holds the screen awake; answers how to let go. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null
  let over = false
  const hold = async () => {
    if (over || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    lock = await navigator.wakeLock.request('screen').catch(() => null)
  }
  const onVisible = () => void hold()
  document.addEventListener('visibilitychange', onVisible)
  void hold()
  return () => {
    over = true
    document.removeEventListener('visibilitychange', onVisible)
    void lock?.release()
  }
}
