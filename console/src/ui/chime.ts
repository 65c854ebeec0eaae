/** Two soft tones. Made here, so that nothing has to be fetched and no sound can be blocked by a policy. */
export function chime(): void {
  const audio = new AudioContext();
  [660, 880].forEach((frequency, index) => {
    const start = audio.currentTime + index * 0.14;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.32);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.34);
  });
  setTimeout(() => void audio.close(), 1000);
}
